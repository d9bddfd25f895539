import { createCrm } from '@kith/core'
import { memoryStorage } from '@kith/core/storage/memory'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import { type Company, company } from '../../testing/company.ts'
import './define.ts'
import { until } from '../../testing/until.ts'
import type { KithRecordPicker } from './record-picker.ts'

let made: Company
let picker: KithRecordPicker
const picked = vi.fn()

const options = () => [...picker.renderRoot.querySelectorAll('[role=option]')].map((one) => one.textContent?.trim())

beforeEach(async () => {
  document.documentElement.lang = 'en'
  made = await company({ createCrm, memoryStorage })
  picker = document.createElement('kith-record-picker')
  Object.assign(picker, { object: 'contact', client: made.admin })
  picker.addEventListener('kith-pick', (event) => picked((event as CustomEvent<{ id: string }>).detail.id))
  document.body.append(picker)
  await picker.updateComplete
  picker.focus()
})
afterEach(async () => {
  picked.mockReset()
  document.body.replaceChildren()
  await made.crm.close()
})

describe('kith-record-picker', () => {
  it('offers records at once, and fewer as one types', async () => {
    await until(() => options().length === 5)
    await userEvent.keyboard('emre')
    await until(() => options().length === 1)
    expect(options()).toEqual(['Emre Yıldız'])
  })

  it('chooses by keyboard alone', async () => {
    await userEvent.keyboard('emre')
    await until(() => options().length === 1)
    await userEvent.keyboard('{Enter}')
    expect(picked).toHaveBeenCalledWith(made.contact.id)
    expect(picker.text).toBe('Emre Yıldız')
  })

  it('lets go of its choice when the name is changed', async () => {
    picker.value = made.contact.id
    picker.text = 'Emre Yıldız'
    await picker.updateComplete
    await userEvent.keyboard('{End}{Backspace}')
    expect(picked).toHaveBeenCalledWith('')
  })

  it('says so when nothing fits', async () => {
    await userEvent.keyboard('qqq')
    await until(() => options()[0] === 'Nothing found')
  })
})
