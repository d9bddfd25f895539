// Builds what a browser loads by a script tag. Preloaded by the demo: `node --import ./tools/embed.mjs …`.
import { isMainThread } from 'node:worker_threads'

if (isMainThread) await (await import('./embed-build.mjs')).buildEmbed()
