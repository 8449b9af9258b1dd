/** Longest line of a log in bytes, its line feed included. */
export const MAX_RECORD_BYTES = 65_536

/** How deep `details` may nest: `{}` is 1, `{ a: {} }` is 2. */
export const MAX_DETAILS_DEPTH = 16

/** Longest `actor`, `action`, `subject` and `correlationId`, in UTF-16 code units. */
export const MAX_NAME_LENGTH = 256

/** Name of the one member of an object that stands where a sealed value stood. */
export const SEALED_NAME = '$sealed'
