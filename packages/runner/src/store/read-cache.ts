/** Answers that are kept, and jobs that one of them may hold. */
const MAX_ANSWERS = 200
const MAX_JOBS = 10

/**
 * Answers of the database that hold until its next commit. The one who commits counts up before anybody is told of the commit, so
 * what is found here is never older than what anybody knows.
 */
export class ReadCache {
  readonly #commits: Int32Array
  readonly #answers = new Map<string, unknown>()
  #seen = 0

  /** @param commits - counted in its first place, by another thread */
  constructor(commits: Int32Array) {
    this.#commits = commits
  }

  /** What was answered to the same question since the last commit, or else what `read` finds. */
  get(question: string, read: () => unknown): unknown {
    const commits = Atomics.load(this.#commits, 0)
    if (commits !== this.#seen) this.#answers.clear()
    this.#seen = commits
    if (this.#answers.has(question)) return this.#answers.get(question)
    const answer = read()
    if (isSmall(answer)) this.#keep(question, answer)
    return answer
  }

  #keep(question: string, answer: unknown): void {
    const [oldest] = this.#answers.keys()
    if (oldest !== undefined && this.#answers.size >= MAX_ANSWERS) this.#answers.delete(oldest)
    this.#answers.set(question, answer)
  }
}

function isSmall(answer: unknown): boolean {
  const isPage = typeof answer === 'object' && answer !== null && 'jobs' in answer && Array.isArray(answer.jobs)
  return !isPage || (answer.jobs as readonly unknown[]).length <= MAX_JOBS
}
