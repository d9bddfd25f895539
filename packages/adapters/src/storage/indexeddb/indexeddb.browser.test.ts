import { filterContract, modelContract, storageContract } from '@kith/core/testing'
import { describe, test } from 'vitest'
import { indexedDbStorage } from './index.ts'
import { storageIn } from './storage.ts'

let names = 0

describe('indexedDbStorage', () => {
  storageContract(test, (folder) => indexedDbStorage({ name: folder }))

  filterContract(test, () => indexedDbStorage({ name: `filter-${++names}` }))

  modelContract(test, () => indexedDbStorage({ name: 'model' }), { runs: 10 })
})

/** A few records are too few for a walk along an index: here nothing is few, and a page needs several steps. */
describe('indexedDbStorage that walks', () => {
  const limits = { few: 0, many: 0, batch: 2 }

  const reads = /^(conditions|order|aggregates|search|isolation|growth|values):/
  const readTest = (name: string, run: () => Promise<void>) => reads.test(name) && test(name, run)
  storageContract(readTest, (folder) => storageIn({ name: `walk-${folder}` }, limits))

  filterContract(test, () => storageIn({ name: `filter-${++names}` }, limits))
})
