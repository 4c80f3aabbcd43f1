import { serveLayouts } from '@bzpeer/explorer/layout-worker'

serveLayouts(globalThis as unknown as Parameters<typeof serveLayouts>[0])
