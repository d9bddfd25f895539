import { fold } from '../../shared/fold.ts'
import { SAME, TEXTUAL } from '../operators.ts'
import type { Credential } from '../types.ts'
import { type FieldTypeData, partSlot, USUAL } from './field-type.ts'

/** A licence to practise. Compared by its number. */
export const credential: FieldTypeData<'credential'> = {
  ...USUAL,
  type: 'credential',
  slots: [
    partSlot('number', 'text', (value: Credential) => fold(value.number)),
    partSlot('authority', 'text', (value: Credential) =>
      value.authority === undefined ? undefined : fold(value.authority),
    ),
    partSlot('validUntilOn', 'text', (value: Credential) => value.validUntilOn),
  ],
  sort: 'number',
  list: 'allowed',
  operators: [...SAME, ...TEXTUAL],
  control: 'credential',
  structured: true,
  searchText: (value: Credential) => value.number,
  claim: (value: Credential) => `${fold(value.authority ?? '')}\n${fold(value.number)}`,
}
