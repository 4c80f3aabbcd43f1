import { execFile } from 'node:child_process'
import { existsSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { findChromium } from '@bzpeer/testkit'
import { describe, expect, test } from 'vitest'
import { backendContract } from '../src/runtime/backend-contract.ts'
import { interpret } from './interpret.ts'
import { primitiveCases } from './primitive-cases.ts'

const checks = backendContract(interpret, primitiveCases).map(({ title }, index) => ({ title, index }))

/** Where Chromium is installed lies a Vulkan driver in software that it comes with. */
const folders = ['/usr/lib/chromium', dirname(realpathSync(findChromium() ?? '/'))]
const folder = folders.find((each) => existsSync(join(each, 'libvk_swiftshader.so')))

const failures = folder === undefined ? undefined : await runContract(folder)

describe.skipIf(failures === undefined)(
  'webgpu on Node, on a software driver (skipped where no Chromium brings one)',
  () => {
    test.each(checks)('$title', ({ index }) => {
      expect(failures?.[index]).toBeNull()
    })
  },
)

async function runContract(driver: string): Promise<(string | null)[]> {
  const env = {
    ...process.env,
    LD_LIBRARY_PATH: driver,
    VK_DRIVER_FILES: join(driver, 'vk_swiftshader_icd.json'),
    VK_ICD_FILENAMES: join(driver, 'vk_swiftshader_icd.json'),
  }
  const program = join(import.meta.dirname, 'software-gpu/run-contract.ts')
  const { stdout } = await promisify(execFile)(process.execPath, [program], { env })
  return JSON.parse(stdout) as (string | null)[]
}
