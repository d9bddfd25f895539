export { applyErasures, type ErasureOptions, type ErasuresApplied, erasuresOf } from './erasures.ts'
export { type Counts, Essence } from './essence.ts'
export { type ExportOptions, exportTenant } from './export.ts'
export { type Imported, type ImportOptions, importTenants } from './import.ts'
