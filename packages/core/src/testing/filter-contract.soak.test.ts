import { describe, test } from 'vitest'
import { memoryStorage } from '../storage/memory.ts'
import { filterContract } from './filter-contract.ts'

describe('memoryStorage for long', () => filterContract(test, () => memoryStorage(), { pairs: 20_000 }))
