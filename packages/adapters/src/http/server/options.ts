import type { Clock, FileStore, FullCrmApi, Model, PublicApi, Scope } from '@kith/core'
import type { LimitName } from '../protocol/index.ts'

/** What the server needs of a running CRM; what `createCrm` gives has it. */
export interface CrmHost {
  readonly model: Model
  as(scope: Scope): FullCrmApi
  visitors(site: VisitorSite): PublicApi
}

/** The page of a visitor, as the engine takes it. */
export interface VisitorSite {
  readonly tenant: string
  /** Only these forms; absent means all of the tenant. */
  readonly formIds?: readonly string[]
}

/** Who makes a request, as the host knows them. */
export interface Principal {
  readonly tenant: string
  readonly id: string
  readonly roles: readonly string[]
  readonly teams?: readonly string[]
  /** Default `user`. */
  readonly kind?: 'user' | 'service'
}

/** A website that may show forms and chat of a tenant. Its key is public; the list of origins is what protects it. */
export interface Site {
  /** As the page sends it: `site_demo`. */
  readonly key: string
  readonly tenant: string
  /** Origins whose pages may use the key: `https://www.example.com`. The server's own origin always may. */
  readonly origins: readonly string[]
  /** Ids of the forms that the site may show; absent means all. */
  readonly forms?: readonly string[]
}

/** A bucket: so many calls at once, refilled by so many a second. */
export interface Rate {
  readonly burst: number
  readonly perSecond: number
}

/** Sizes in bytes, times in milliseconds. */
export interface Limits {
  /** JSON and form bodies. Default 64 KB. */
  readonly bodyBytes: number
  /** A file of a user. Default 25 MB. */
  readonly uploadBytes: number
  /** A file of a visitor. Default 10 MB. */
  readonly publicUploadBytes: number
  /** Until a body has to be there. Default 10 s. */
  readonly bodyMs: number
  /** Until an upload has to be there. Default 2 minutes. */
  readonly uploadMs: number
  /** Public calls of one site and network. `false` counts nothing. */
  readonly rates: Readonly<Record<LimitName, Rate>> | false
  /** Networks that are remembered; the one that was quiet longest is forgotten first. Default 10,000. */
  readonly rememberedNetworks: number
  /** Open streams of one user or visitor. Default 12. */
  readonly streamsEach: number
  /** Open streams in all. Default 20,000. */
  readonly streams: number
  /** Unsent bytes of a stream. Default 64 KB. */
  readonly streamBytes: number
  /** How long a reader may leave a full stream unread before it is cut. Default 10 s. */
  readonly stalledMs: number
  /** Between two signs of life of a stream. Default 15 s. */
  readonly heartbeatMs: number
  /** Between two checks that the reader of a stream may still read. Default 30 s. */
  readonly recheckMs: number
}

export const DEFAULT_LIMITS: Limits = {
  bodyBytes: 64 * 1024,
  uploadBytes: 25 * 1024 * 1024,
  publicUploadBytes: 10 * 1024 * 1024,
  bodyMs: 10_000,
  uploadMs: 120_000,
  rates: {
    read: { burst: 300, perSecond: 10 },
    form: { burst: 120, perSecond: 2 },
    chat: { burst: 120, perSecond: 2 },
    file: { burst: 20, perSecond: 0.2 },
  },
  rememberedNetworks: 10_000,
  streamsEach: 12,
  streams: 20_000,
  streamBytes: 64 * 1024,
  stalledMs: 10_000,
  heartbeatMs: 15_000,
  recheckMs: 30_000,
}

/** How {@link createHandler} is set up. */
export interface HandlerOptions {
  /** Who makes a request; undefined: nobody known. Called again while a stream is open. */
  readonly authenticate: (request: Request) => Principal | undefined | Promise<Principal | undefined>
  /** Websites by their keys, or how to find one. Default: none, so all public routes are closed. */
  readonly sites?: readonly Site[] | ((key: string) => Site | undefined | Promise<Site | undefined>)
  /** Where the API is mounted. Default `/kith/v1`. */
  readonly basePath?: string
  readonly limits?: Partial<Limits>
  /** Other origins whose pages may use the private routes, with the host's credentials. Default: none but the server's own. */
  readonly origins?: readonly string[]
  /**
   * Address of the caller, for rate limits. There is no default, because a header such as `X-Forwarded-For` is worth
   * nothing unless your own proxy set it. Without it all callers of a site share buckets that are 20 times as large.
   */
  readonly clientAddress?: (request: Request) => string | undefined
  /** Where files lie: the store that the CRM was made with. Without it files cannot be read back. */
  readonly files?: FileStore
  /** Told of every error that is answered with a 5xx status. */
  readonly onError?: (error: unknown, about: { readonly requestId: string; readonly request: Request }) => void
  readonly clock?: Clock
}

/** {@link HandlerOptions} with everything filled in. */
export interface Settings extends HandlerOptions {
  readonly basePath: string
  readonly limits: Limits
  readonly clock: Clock
}

const systemClock: Clock = { now: () => new Date().toISOString() }

export function settingsOf(options: HandlerOptions): Settings {
  return {
    ...options,
    basePath: (options.basePath ?? '/kith/v1').replace(/\/+$/, ''),
    limits: { ...DEFAULT_LIMITS, ...options.limits },
    clock: options.clock ?? systemClock,
  }
}
