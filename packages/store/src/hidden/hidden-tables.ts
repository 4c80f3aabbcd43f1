/** What is hidden on request; `migrations/0012-hidden-records.ts` says more. */
export interface HiddenTables {
  hidden_records: { kind: number; entity_id: number; correction_number: number; hidden_at: Date }
}
