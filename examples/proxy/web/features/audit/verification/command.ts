const NONE = '<key>'

/** What verifies a copy of the log without this page, for a shell. */
export function commandOf(key: string | null): string {
  return `npx tezgah audit verify ./audit-copy --vkey '${(key ?? NONE).replaceAll("'", '')}'`
}
