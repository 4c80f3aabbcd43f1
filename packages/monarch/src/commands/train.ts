import { readFile, stat } from 'node:fs/promises'
import { dirname, extname, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { exportRun } from '../training/export-run.ts'
import { findFileInTheWay } from '../training/run-folder.ts'
import { parseTrainConfig, type TrainConfig } from '../training/train-config.ts'
import { train } from '../training/train.ts'
import { ConfigError } from '../training/training-errors.ts'
import type { Command } from './command.ts'
import { TrainPrinter } from './train-printer.ts'
import { UsageError } from './usage-error.ts'

export const trainCommand: Command = {
  name: 'train',
  usage: `monarch train CONFIG.json [--resume] [--export MODEL.onnx] [--json]
  Trains a language model on text, and tells its progress, validation loss and where its checkpoints lie.
  --resume goes on with the run that lies in \`out\`; --export writes the best model as ONNX; --json prints an
  object a line. Ctrl-C ends it with a checkpoint. CONFIG.json, with paths seen from its folder:

  {
    "data": {
      "path": "texts",              a file or folder of JSON Lines or plain text, .gz too
      "tokenizer": "byte",          or "bpe": learned from the texts,
      "vocabulary": 4096,           with at most so many tokens
      "validationOneIn": 50         one document in so many is for validation
    },
    "model": {
      "width": 256, "depth": 4, "heads": 4,
      "context": 256,               tokens of a sequence
      "blocks": 4                   of Monarch layers; "dense"; {"attention": 4, "feedForward": 8}; a list, by layer
    },
    "method": "e2e",                as \`blocks\` says from start to end, or
                                    "s2d": Monarch, then multiplied out and dense to the end, or
                                    "d2s": begins with a dense run, projected
    "sparseShare": 0.9,             s2d: of the steps
    "from": "dense-run",            d2s: the dense run's folder, or a checkpoint
    "steps": 2000,
    "sequences": 8,                 of a batch
    "accumulation": 1,              batches a step
    "learningRate": 0.001,
    "factorRates": [1, 1],          of both factors of Monarch layers, as multiples of it
    "schedule": "cosine",           or "linear", "constant"; after a
    "warmup": 100,                  rise over so many steps
    "finalRate": 0.1,               what it ends at, as a share of it
    "weightDecay": 0.1, "beta1": 0.9, "beta2": 0.95, "epsilon": 1e-8,
    "clipNorm": 1,                  or null
    "evaluateEvery": 100,           steps
    "evaluationBatches": 8,
    "patience": null,               validations without gain that end the run
    "checkpointEvery": 100,         steps
    "seed": 1,
    "backend": "cpu",               or "wasm", "webgpu"
    "threads": 2,                   by default one for each core
    "out": "my-run"                 by default the config's name, beside it
  }

  Only data.path, the sizes of model, and steps have to be there; the others default to what is shown, warmup,
  evaluateEvery and checkpointEvery to a twentieth of the steps.`,
  async run(args) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { resume: { type: 'boolean' }, export: { type: 'string' }, json: { type: 'boolean' } },
    })
    const [path, ...rest] = positionals
    if (path === undefined || rest.length > 0) throw new UsageError('monarch train takes one CONFIG.json.')
    const config = await readConfig(path)
    if (values.export !== undefined) await assertCanExport(resolve(values.export))
    const printer = new TrainPrinter(values.json === true ? 'json' : process.stdout.isTTY ? 'terminal' : 'lines')
    const { reason } = await stoppable((signal) =>
      train(config, { resume: values.resume === true, signal, onEvent: (event) => printer.print(event) }),
    )
    if (reason === 'interrupted') process.exitCode = exitCodeOfInterrupt
    if (reason === 'interrupted' || values.export === undefined) return
    const step = await exportRun(config, resolve(values.export))
    printer.printExport(resolve(values.export), step)
  },
}

/** Said before a run that may take days. */
async function assertCanExport(path: string): Promise<void> {
  const info = await stat(path).catch(() => undefined)
  if (info?.isDirectory() === true)
    throw new UsageError(`--export takes the path of a file, as model.onnx, and got the folder ${path}.`)
  const inTheWay = await findFileInTheWay(dirname(path))
  if (inTheWay !== undefined)
    throw new UsageError(`--export takes the path of a file, and got ${path}: ${inTheWay} is a file, not a folder.`)
}

async function readConfig(path: string): Promise<TrainConfig> {
  const json = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new UsageError(`${path}: there is no such file, or it cannot be read.`, { cause })
  })
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch (cause) {
    throw new ConfigError(`${path}: it is not JSON (${cause instanceof Error ? cause.message : String(cause)}).`, {
      cause,
    })
  }
  const file = resolve(path)
  const config = parseTrainConfig(value, file.slice(0, file.length - extname(file).length))
  const seen = (relative: string): string => resolve(dirname(file), relative)
  return {
    ...config,
    data: { ...config.data, path: seen(config.data.path) },
    out: seen(config.out),
    ...(config.from === undefined ? {} : { from: seen(config.from) }),
  }
}

/** As shells have it for SIGINT: what comes after `&&` does not begin. */
const exitCodeOfInterrupt = 130

/** The first SIGINT or SIGTERM asks it to stop; the second ends the process as usual. */
async function stoppable<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController()
  const stop = (): void => {
    process.off('SIGINT', stop).off('SIGTERM', stop)
    controller.abort()
  }
  process.on('SIGINT', stop).on('SIGTERM', stop)
  try {
    return await work(controller.signal)
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop)
  }
}
