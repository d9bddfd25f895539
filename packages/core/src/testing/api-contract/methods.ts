import type { FullCrmApi, PublicApi } from '../../index.ts'

/** Every method of the APIs: one that is new has to be named here, and asked by a case of the contract. */
const NAMES: Readonly<Record<keyof FullCrmApi | keyof PublicApi, true>> = {
  me: true,
  model: true,
  list: true,
  get: true,
  create: true,
  update: true,
  remove: true,
  restore: true,
  totals: true,
  search: true,
  timeline: true,
  history: true,
  log: true,
  convertLead: true,
  moveDeal: true,
  assign: true,
  logActivity: true,
  completeTask: true,
  openConversation: true,
  sendMessage: true,
  closeConversation: true,
  giveConsent: true,
  withdrawConsent: true,
  openTicket: true,
  closeTicket: true,
  undo: true,
  addField: true,
  upload: true,
  changes: true,
  acceptSubmission: true,
  rejectSubmission: true,
  rules: true,
  ruleLabels: true,
  describeRule: true,
  saveRule: true,
  startRule: true,
  simulateRules: true,
  simulationProgress: true,
  why: true,
  approveReview: true,
  changeReview: true,
  refuseReview: true,
  contestReview: true,
  reviewFigures: true,
  jobs: true,
  retryJob: true,
  form: true,
  submit: true,
  uploadFile: true,
  startConversation: true,
  sendVisitorMessage: true,
  visitorMessages: true,
  visitorChanges: true,
}

export const API_METHODS: readonly string[] = Object.keys(NAMES)

/** An API that tells of each method that is asked. */
export function listened<Api extends object>(api: Api, hear: (method: string) => void): Api {
  return new Proxy(api, {
    get(target, name, receiver) {
      const found: unknown = Reflect.get(target, name, receiver)
      if (typeof found !== 'function' || typeof name !== 'string') return found
      return (...input: readonly unknown[]) => {
        hear(name)
        return Reflect.apply(found, target, input) as unknown
      }
    },
  })
}
