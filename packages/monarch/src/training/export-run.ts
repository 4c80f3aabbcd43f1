import { readCheckpoint } from './checkpoint.ts'
import { exportDecoder } from './export-decoder.ts'
import { planPhases } from './phase.ts'
import { exists, readTokenizer, runFolderAt, writeInFolder } from './run-folder.ts'
import type { TrainConfig } from './train-config.ts'
import { CheckpointError } from './training-errors.ts'

/**
 * Writes the model of a run as ONNX: as of its lowest validation loss, or as of its end where it has none.
 * @returns the step that it is of
 */
export async function exportRun(config: TrainConfig, path: string): Promise<number> {
  const folder = runFolderAt(config.out)
  const checkpoint = await readCheckpoint((await exists(folder.best)) ? folder.best : folder.last)
  const { vocabulary } = await readTokenizer(folder)
  // `s2d` has two models; the parameters tell whose they are.
  const phase = planPhases(config, vocabulary).find(({ parameters }) =>
    parameters.every(({ name }) => checkpoint.state.has(name)),
  )
  if (phase === undefined)
    throw new CheckpointError(`${folder.path}: the checkpoint is of another model than the config.`)
  await writeInFolder(path, exportDecoder(phase.decoder, checkpoint.state))
  return checkpoint.progress.step
}
