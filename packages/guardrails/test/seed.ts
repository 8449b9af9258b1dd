/** For fast-check, printed in the name of the test: the same seed gives the same cases. */
export const seed: number = Number(process.env['TEZGAH_SEED'] ?? Date.now() % 2 ** 31)
