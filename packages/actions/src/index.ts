export { type ActionContext, type ClockContext, NotAllowedError, NotFoundError } from './action-context.ts'
export { appealClaim, withdrawAppeal } from './claims/appeal-claim.ts'
export { contestClaim, withdrawObjection } from './claims/contest-claim.ts'
export { decideClaim } from './claims/decide-claim.ts'
export { openClaim } from './claims/open-claim.ts'
export { settleClaims } from './claims/settle-claims.ts'
export { exportClaims } from './claims/export-claims.ts'
export { forgetClaimant } from './claims/forget-claimant.ts'
export { withdrawClaim } from './claims/withdraw-claim.ts'
export { decideCorrection, type CorrectionVerdict } from './corrections/decide-correction.ts'
export { mergeDuplicates, reopenDuplicates, tellDuplicatesApart } from './corrections/decide-duplicate.ts'
export { proposeCorrection, type Proposed } from './corrections/propose-correction.ts'
export { undoCorrection } from './corrections/undo-correction.ts'
export { withdrawCorrection } from './corrections/withdraw-correction.ts'
export { followAccountChange } from './evidence/follow-account.ts'
export { checkHomePage } from './evidence/check-home-page.ts'
export { takeBackVouch, vouchFor } from './evidence/vouch-for.ts'
export { createHomePageFetcher, HomePageError, type HomePageFetcher } from './evidence/fetch-home-page.ts'
export { judgeAsker } from './hidden/judge-asker.ts'
export { importFiles, type ImportProgress, type ImportSummary } from './import-files.ts'
export {
  resolveIdentities,
  resolveOpenBylines,
  type ResolveProgress,
  type ResolveSummary,
} from './resolve-identities.ts'
export { editProfile } from './profiles/edit-profile.ts'
export { checkBackup, DamagedBackupError, NotEmptyError, restoreBackup } from './restore-backup.ts'
export { writeBackup } from './write-backup.ts'
