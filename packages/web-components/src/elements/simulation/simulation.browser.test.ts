import {
  createCrm,
  createModel,
  describeRule,
  parseRule,
  type Rule,
  type SimulationReport,
  simulate,
  standardObjects,
} from '@kith/core'
import { KithError } from '@kith/core/shared'
import { memoryStorage } from '@kith/core/storage/memory'
import axe from 'axe-core'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { page } from 'vitest/browser'
import { type Company, company } from '../../testing/company.ts'
import { type FakeRulesOptions, fakeRules, pastLeads } from '../../testing/fake-rules.ts'
import { until } from '../../testing/until.ts'
import './define.ts'
import type { KithSimulation } from './simulation.ts'

const ENGINE = { createModel, standardObjects, describeRule, parseRule, simulate }
const TAG: Rule = {
  id: 'tag',
  label: 'Tag',
  on: 'lead.captured',
  if: { source: 'website' },
  then: [{ do: 'add-tag', tag: 'web' }],
}

let made: Company
let past: KithSimulation
const selected = vi.fn()

async function mount(
  rules: readonly unknown[],
  more: Partial<KithSimulation> = {},
  options: FakeRulesOptions = {},
  width = 900,
) {
  await page.viewport(width, 900)
  const client = fakeRules(made.admin, ENGINE, { history: pastLeads(Date.now()), ...options })
  past = document.createElement('kith-simulation')
  Object.assign(past, { client, rules, period: 'all', ...more })
  past.addEventListener('kith-select', ({ detail }) => selected(detail))
  document.body.append(past)
  await until(() => past.renderRoot.querySelector('.period'))
}

const text = (selector: string) => past.renderRoot.querySelector(selector)?.textContent?.replace(/\s+/g, ' ').trim()
const button = (name: string | RegExp) => page.getByRole('button', { name })

beforeEach(async () => {
  document.documentElement.lang = 'en'
  made = await company({ createCrm, memoryStorage })
})
afterEach(async () => {
  selected.mockReset()
  document.body.replaceChildren()
  await made.crm.close()
})

describe('kith-simulation', () => {
  it('sums up first, then lists each day with the conditions and their values', async () => {
    await mount([TAG], { link: (object, id) => `/app/${object}s/${id}` })
    await until(() => text('.big'))
    expect(text('.big')).toBe('Something would have been done for 45 leads.')
    expect(text('.figures')).toContain('45 things in all')
    const first = past.renderRoot.querySelector('.run') as HTMLElement
    first.querySelector('summary')?.click()
    expect(first.querySelector('details')?.open).toBe(true)
    expect(first.querySelector('details')?.textContent).toContain('website')
    first.querySelector('a')?.click()
    expect(selected).toHaveBeenCalledWith({ object: 'lead', id: 'lead-88' })
  })

  it('says that nothing would have been done, how often it was looked at, and which condition keeps it back', async () => {
    await mount([{ ...TAG, if: { source: 'website', campaign: 'spring' } }])
    await until(() => text('.big'))
    expect(text('.big')).toBe('Nothing would have been done.')
    expect(text('.summary')).toContain('started 90 times')
    await button('Which condition keeps it back?').click()
    await until(() => past.renderRoot.querySelectorAll('.groups li').length === 2)
    const shares = [...past.renderRoot.querySelectorAll('.groups li')].map((one) =>
      one.textContent?.replace(/\s+/g, ' ').trim(),
    )
    expect(shares).toEqual([
      expect.stringMatching(/Campaign.*0 of 90 times held least often/),
      expect.stringMatching(/Source.*45 of 90 times/),
    ])
  })

  it('says that what starts the rule did not happen', async () => {
    await mount([{ ...TAG, on: 'ticket.opened', if: {} }])
    await until(() => text('.summary')?.includes('did not happen'))
  })

  it('can be stopped and begun again', async () => {
    let answer: (report: SimulationReport) => void = () => {}
    const signals: (AbortSignal | undefined)[] = []
    const simulateRules = (_: unknown, options?: { signal?: AbortSignal }) => {
      signals.push(options?.signal)
      return new Promise<SimulationReport>((go) => (answer = go))
    }
    const simulationProgress = async () => ({ share: 0.25 })
    await mount([TAG], {}, { instead: { simulateRules, simulationProgress } })
    await until(() => past.renderRoot.querySelector('progress')?.value === 0.25)
    expect(text('.running')).toContain('25%')
    await until(() => signals.length)
    await button('Stop').click()
    expect(signals[0]?.aborted).toBe(true)
    expect(text('[aria-live]')).toContain('Stopped. Nothing was done.')
    await button('Look again').click()
    await until(() => signals.length === 2)
    answer({ from: '', to: '', changes: 0, runs: [], more: false, tallies: [], stops: [], complete: true })
    await until(() => text('.big') === 'Nothing would have been done.')
  })

  it('says why it could not be tried, and tries again', async () => {
    const simulateRules = vi
      .fn()
      .mockRejectedValue(
        new KithError('INVALID_DEFINITION', { path: '/rules/tag/on', reason: 'there is no event "x"' }),
      )
    await mount([TAG], {}, { instead: { simulateRules } })
    await until(() => text('[role=alert]')?.includes('there is no event "x"'))
    await button('Try again').click()
    await until(() => simulateRules.mock.calls.length === 2)
  })

  it('marks what would have waited for a person, and what was stopped', async () => {
    await mount([{ ...TAG, then: [{ do: 'set-fields', set: { status: 'dismissed' } }] }])
    await until(() => text('.figures')?.includes('45 decisions would have waited for a person'))
    expect(text('.run .heavy')).toBe('A person decides first')
    // The dot between figures stands before the mark, not in it.
    const mark = past.renderRoot.querySelector('.figures .heavy') as HTMLElement
    expect([getComputedStyle(mark, '::before').content, mark.localName]).toEqual(['none', 'span'])
  })

  it('says which steps would have done nothing, and why', async () => {
    await mount([{ ...TAG, then: [{ do: 'set-fields', set: { source: 'website' } }] }])
    await until(() => text('.big'))
    expect(text('.big')).toBe('Nothing would have been done.')
    expect(text('.summary')).toContain('The conditions held 45 times, but no step had anything to do.')
    expect(text('.groups')).toBe('45 × step 1 does nothing (no-change)')
  })

  for (const width of [900, 320])
    it(`has no barrier at ${width} px, from right to left too`, async () => {
      document.documentElement.dir = 'rtl'
      await mount([TAG], { instead: [{ ...TAG, if: {} }] }, {}, width)
      await until(() => text('.differences .big') === '45 records would have been treated differently')
      expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(width)
      const { violations } = await axe.run(document.body, { rules: { region: { enabled: false } } })
      expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([])
      document.documentElement.dir = 'ltr'
    })
})
