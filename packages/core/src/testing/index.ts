export * from './builders.ts'
export * from './fake-clock.ts'
export { type ContractTest, type FilterContractOptions, filterContract } from './filter-contract.ts'
export * from './seeded-random.ts'
