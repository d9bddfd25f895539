export { HEADERS, readCorrelation, readEventId, readKey, readVersion, versionTag } from './headers.ts'
export { checkSchema, parseJsonObject } from './json.ts'
export { type DescribedObject, type OpenApiOptions, openApi } from './openapi.ts'
export { errorOfProblem, PROBLEM_TYPE, type Problem, problemOf } from './problem.ts'
export { readQuery, writeQuery } from './query.ts'
export {
  BASE_PATH,
  fillPath,
  matchPath,
  RESERVED_PLURALS,
  ROUTES,
  type RouteMatch,
  STANDARD_PLURALS,
} from './routes.ts'
export { readEvents, type SseEvent, writeEvent } from './sse.ts'
export type {
  JsonSchema,
  LimitName,
  Parameter,
  Route,
  RouteAuth,
  RouteInput,
  SiteRoute,
  SpecialRoute,
  StreamInput,
  UserRoute,
  UserStream,
  VisitorStream,
} from './types.ts'
