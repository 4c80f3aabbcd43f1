/** What of training needs files: for Node alone. */
export { loadDataset, type DataOptions, type Dataset } from '../data/load-dataset.ts'
export { emptyReport, type ReadReport, readTexts } from '../data/read-texts.ts'
export { type Checkpoint, readCheckpoint, writeCheckpoint } from './checkpoint.ts'
export { exportRun } from './export-run.ts'
export { parseTrainConfig, type TrainConfig } from './train-config.ts'
export type * from './train-event.ts'
export { train, type TrainOptions, type TrainResult } from './train.ts'
