export { type ContractTest, type FilterContractOptions, filterContract } from './filter-contract.ts'
