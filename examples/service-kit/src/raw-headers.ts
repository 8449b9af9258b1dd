/** Every value of a header as it was sent, since Node joins or drops repeated ones: `rawHeaders` alternates names and values. */
export function headerValues(rawHeaders: readonly string[], name: string): readonly string[] {
  const values: string[] = []
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const own = rawHeaders[i] ?? ''
    if (own.length === name.length && own.toLowerCase() === name) values.push(rawHeaders[i + 1] ?? '')
  }
  return values
}
