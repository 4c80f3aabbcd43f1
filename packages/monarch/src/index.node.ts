/** The library on Node: what runs anywhere, the backends of Node, and what needs files. */
export * from './index.ts'
export { openBackend } from './runtime/open-backend.node.ts'
export { openSafetensors, type SafetensorsFile, writeSafetensors } from './safetensors/safetensors-file.node.ts'
export * from './training/index.node.ts'
