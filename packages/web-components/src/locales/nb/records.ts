import { records as english } from '../en/records.ts'
import type { Texts } from '../en.ts'

export const records: Texts['records'] = english
