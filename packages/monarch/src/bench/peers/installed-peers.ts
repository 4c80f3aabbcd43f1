import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { PageEngine } from './page.ts'
import { PeersMissingError } from './peers-missing-error.ts'

/** What the suite needs beside the package, in the versions that it is written for. */
export const neededPackages = {
  '@jax-js/jax': '0.1.25',
  '@tensorflow/tfjs-core': '4.22.0',
  '@tensorflow/tfjs-backend-wasm': '4.22.0',
  'playwright-core': '1.65.1',
  vite: '8.3.8',
}

/**
 * The version of each engine that the suite runs.
 * @throws {PeersMissingError} with the command that installs what is missing.
 */
export function peerVersions(): Readonly<Record<PageEngine, string>> {
  const versions = new Map(Object.keys(neededPackages).map((name) => [name, findVersion(name)]))
  const missing = Object.entries(neededPackages).filter(([name]) => versions.get(name) === undefined)
  if (missing.length > 0) {
    const names = missing.map(([name]) => name).join(', ')
    const command = `npm install --save-dev ${missing.map((entry) => entry.join('@')).join(' ')}`
    throw new PeersMissingError(
      `The suite "peers" runs other engines, and some packages for that are not installed: ${names}. To install them: ${command}`,
    )
  }
  return {
    'monarch wasm': versionIn(join(import.meta.dirname, '../../..')),
    'jax-js': versions.get('@jax-js/jax') ?? '',
    'TensorFlow.js': versions.get('@tensorflow/tfjs-core') ?? '',
  }
}

function findVersion(name: string): string | undefined {
  let folder
  try {
    folder = dirname(fileURLToPath(import.meta.resolve(name)))
  } catch {
    // Not installed, which is what is asked.
    return undefined
  }
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder)
  return versionIn(folder)
}

function versionIn(folder: string): string {
  return (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { readonly version: string }).version
}
