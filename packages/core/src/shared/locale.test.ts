import { describe, expect, it } from 'vitest'
import { labelText } from './locale.ts'

describe('labelText', () => {
  it('takes the locale, its language, English, then any', () => {
    const label = { nb: 'Navn', en: 'Name', 'pt-BR': 'Nome' }
    expect(labelText(label, 'pt-BR')).toBe('Nome')
    expect(labelText(label, 'nb-NO')).toBe('Navn')
    expect(labelText(label, 'fr')).toBe('Name')
    expect(labelText({ nb: 'Navn' }, 'fr')).toBe('Navn')
    expect(labelText('Name', 'fr')).toBe('Name')
    expect(labelText(undefined, 'fr', 'name')).toBe('name')
  })
})
