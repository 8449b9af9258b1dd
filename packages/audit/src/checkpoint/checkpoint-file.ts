// A line that no checkpoint has.
const separator = '--\n'

/** A note as it is appended to the file of a log's checkpoints. */
export function frameNote(note: string): string {
  return `${note}${separator}`
}

/** The notes of such a file, oldest first. What a crash left behind the last separator is not given out. */
export function splitNotes(file: string): string[] {
  const notes: string[] = []
  let start = 0
  for (let end = file.indexOf(`\n${separator}`); end !== -1; end = file.indexOf(`\n${separator}`, start)) {
    notes.push(file.slice(start, end + 1))
    start = end + 1 + separator.length
  }
  return notes
}
