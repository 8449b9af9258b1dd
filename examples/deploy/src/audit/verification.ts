/** How long a verification of the audit log took and what came of it. */
export type Verification = {
  /** What `tezgah audit verify` ended with: 0 intact, 1 tampered with, anything else: cannot tell. */
  readonly exitCode: number | null
  /** Seconds since the Unix epoch. */
  readonly at: number
}

/** Each metric of the verification and what it says; it is of this kit and not of `@tezgah/metrics`. */
export const VERIFICATION_METRICS: Readonly<Record<string, string>> = {
  tezgah_audit_verification_intact: '1 when the audit log was found intact, 0 when it was not or nobody can tell.',
  tezgah_audit_verification_timestamp_seconds: 'When the audit log was last verified, in seconds since the Unix epoch.',
}

/** The text that node_exporter's textfile collector reads. */
export function renderVerification({ exitCode, at }: Verification): string {
  const values = [exitCode === 0 ? 1 : 0, at]
  return Object.entries(VERIFICATION_METRICS)
    .map(([name, help], index) => `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${name} ${values[index]}\n`)
    .join('')
}
