export { createHandler, type Handler } from './handler.ts'
export {
  type CrmHost,
  DEFAULT_LIMITS,
  type HandlerOptions,
  type Limits,
  type Principal,
  type Rate,
  type Site,
  type VisitorSite,
} from './options.ts'
