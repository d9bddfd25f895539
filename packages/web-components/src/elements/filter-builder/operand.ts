import { PERIODS } from '@kith/core/shared'
import { repeat } from 'lit/directives/repeat.js'
import { nothing, type TemplateResult } from '../../base/index.ts'
import { OPERATORS } from '../../stores/filter-builder-operators.ts'
import { days } from './operand-days.ts'
import { moneyOperand } from './operand-money.ts'
import { choice, native, type OperandView, optionsOf } from './operand-native.ts'
import { area, circle } from './operand-place.ts'
import { person, record } from './operand-record.ts'
import { several } from './operand-several.ts'
import { duration, time } from './operand-time.ts'

/** Controls for what an operator compares with; a new kind of operand gets its editor here. */
export function operand(of: OperandView): unknown {
  const { row } = of
  const takes = OPERATORS[row.operator]?.takes
  if (takes === 'nothing' || takes === 'inner') return nothing
  const key = [row.id, row.operator, ...row.path].join()
  return repeat(
    [row],
    () => key,
    () => editorOf(of, takes),
  )
}

function editorOf(of: OperandView, takes: string | undefined): unknown {
  if (takes === 'period') return period(of)
  if (takes === 'duration') return duration(of, of.row.value, of.set)
  if (takes === 'days') return days(of)
  if (takes === 'circle') return circle(of)
  if (takes === 'area') return area(of)
  if (takes === 'several') return several(of)
  if (takes === 'text') return native(of, 'text')
  return one(of)
}

function one(of: OperandView): unknown {
  const { kind, field, part } = of.subject
  if (field.to === 'user' && part === undefined) return person(of)
  if (field.to && part === undefined) return record(of)
  switch (kind) {
    case 'option':
      return choice(of, optionsOf(of))
    case 'boolean':
      return choice(of, [
        { id: 'true', label: of.view.texts.yes },
        { id: 'false', label: of.view.texts.no },
      ])
    case 'money':
      return moneyOperand(of)
    case 'date':
    case 'dateTime':
      return time(of)
    case 'number':
      return native(of, 'number')
    default:
      return native(of, 'text')
  }
}

function period(of: OperandView): TemplateResult {
  const { texts } = of.view
  return choice(
    of,
    PERIODS.map((id) => ({ id, label: texts.periods[id] ?? id })),
  )
}
