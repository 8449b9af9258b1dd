/** In characters, as people count them. */
const MIN_LENGTH = 12
const MAX_LENGTH = 256
const MIN_DIFFERENT = 5

/** Of that length, what is tried first, in lower case. */
const COMMONEST: ReadonlySet<string> = new Set([
  ...['password1234', 'password12345', 'password123456', 'passwordpassword', 'password1234!', 'p@ssw0rd1234'],
  ...['123456789012', '1234567890123', '123456789101112', '12345678901234567890', '123123123123', '0123456789ab'],
  ...[
    'qwertyuiop12',
    'qwertyuiop123',
    'qwertyuiopasdf',
    'qwerty123456',
    'qwerty12345678',
    'qwertyqwerty',
    '1q2w3e4r5t6y',
  ],
  ...['1qaz2wsx3edc', 'qazwsxedcrfv', 'abcdefghijkl', 'abcdefghijklmnopqrstuvwxyz', 'abc123abc123', 'abcd1234abcd'],
  ...[
    'iloveyou1234',
    'letmeinletmein',
    'letmein12345',
    'welcome12345',
    'changeme1234',
    'changemechangeme',
    'changemenow!',
  ],
  ...['administrator', 'administrator1', 'admin1234567', 'adminadminadmin', 'masterpassword', 'unbelievable'],
  ...['correcthorsebatterystaple', 'correct horse battery staple', 'correct-horse-battery-staple'],
  ...[
    'galatasaray1905',
    'fenerbahce1907',
    'besiktas1903',
    'trabzonspor1967',
    'istanbul1453',
    'sifre1234567',
    'parola123456',
  ],
])

/** Why a password of an operator is not taken, or `null`. The text never repeats it. */
export function passwordProblem(password: string, id: string): string | null {
  // The same letter can be written in two ways; whoever checks a password composes it as well.
  const composed = password.normalize('NFC')
  const characters = [...composed]
  if (characters.length < MIN_LENGTH || characters.length > MAX_LENGTH)
    return `must have ${MIN_LENGTH} to ${MAX_LENGTH} characters, has ${characters.length}`
  if (/[\p{Cc}\p{Cs}]/u.test(composed)) return 'must be one line without control characters'
  const plain = composed.toLowerCase()
  if (plain === id) return 'must not be the name of the operator'
  if (COMMONEST.has(plain)) return 'is among the commonest there are'
  const different = new Set(plain).size
  if (different < MIN_DIFFERENT) return `must have at least ${MIN_DIFFERENT} different characters, has ${different}`
  return null
}
