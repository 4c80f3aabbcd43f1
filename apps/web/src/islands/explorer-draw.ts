import { serveDrawings } from '@bzpeer/explorer/draw-worker'

serveDrawings(globalThis as unknown as Parameters<typeof serveDrawings>[0])
