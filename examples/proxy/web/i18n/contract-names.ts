import type { AuditRecord, Documents, Limit, RunStatus, TradingMode, Verdict } from '../api/documents.ts'
import type { Role } from '../state/session/session-document.ts'
import { defineMessages } from './messages.ts'

// What the contract lists, in both languages: a value that is added to it does not compile before it has a name here.

export const roleNames = defineMessages<Record<Role, string>>(
  { viewer: 'viewer', operator: 'operator', risk: 'risk officer', admin: 'administrator' },
  { viewer: 'izleyici', operator: 'operatör', risk: 'risk sorumlusu', admin: 'yönetici' },
)

export const runStatusNames = defineMessages<Record<RunStatus, string>>(
  { queued: 'Queued', running: 'Running', done: 'Done', failed: 'Failed', cancelled: 'Cancelled' },
  { queued: 'Kuyrukta', running: 'Çalışıyor', done: 'Bitti', failed: 'Başarısız', cancelled: 'İptal edildi' },
)

/** What a queued run waits for that no worker has. */
export const waitingNames = defineMessages<Record<Documents['JobWaiting']['reason'], string>>(
  {
    engine: 'Waits for a worker with its engine',
    limits: 'Waits for a worker with the code of its limits',
    strategy: 'Waits for a worker with the code of its strategy',
    dataset: 'Waits for a worker with its dataset',
  },
  {
    engine: 'Motorunun sürümünü çalıştıran bir işçi bekliyor',
    limits: 'Sınırlarının kodunu taşıyan bir işçi bekliyor',
    strategy: 'Stratejisinin kodunu taşıyan bir işçi bekliyor',
    dataset: 'Veri kümesini taşıyan bir işçi bekliyor',
  },
)

export const tradingModeNames = defineMessages<Record<TradingMode, string>>(
  { active: 'Active', reducing: 'Reducing', halted: 'Halted' },
  { active: 'Açık', reducing: 'Azaltma', halted: 'Durduruldu' },
)

/** What each policy demands. */
export const policyDescriptions = defineMessages<Record<Documents['PolicyName'], string>>(
  {
    'trading-mode':
      'Halted: nothing starts. Reducing: only strategies with approved parameters start, and no override helps.',
    'approved-parameters':
      'A strategy with approved parameters runs with exactly these; any other with all that its schema allows.',
    'max-drawdown': 'No run may ask for a wider drawdown limit than is approved.',
    'max-notional': 'No run may ask for a wider position limit than is approved.',
  },
  {
    'trading-mode':
      'Durdurulmuşken hiçbir şey başlamaz. Azaltma kipinde yalnızca parametreleri onaylı stratejiler başlar; istisna işlemez.',
    'approved-parameters':
      'Onaylı parametreleri olan bir strateji yalnızca bunlarla, ötekiler şemalarının izin verdiği her değerle çalışır.',
    'max-drawdown': 'Hiçbir test, onaylanandan geniş bir düşüş sınırı isteyemez.',
    'max-notional': 'Hiçbir test, onaylanandan geniş bir pozisyon sınırı isteyemez.',
  },
)

export const limitNames = defineMessages<Record<Limit['name'], string>>(
  { maxDrawdownPct: 'Deepest drawdown', maxNotional: 'Largest position' },
  { maxDrawdownPct: 'En derin düşüş', maxNotional: 'En büyük pozisyon' },
)

type ProposalOrOverrideStatus = Documents['ProposalStatus'] | Documents['OverrideStatus']

/** With those that follow from the clock: `active` is in its window, `upcoming` before it. */
export const decisionStatusNames = defineMessages<Record<ProposalOrOverrideStatus | 'active' | 'upcoming', string>>(
  {
    pending: 'Waits for approval',
    approved: 'Approved',
    scheduled: 'Scheduled',
    applied: 'In force',
    rejected: 'Rejected',
    expired: 'Expired',
    conflicted: 'Conflicted',
    withdrawn: 'Withdrawn',
    active: 'In force',
    upcoming: 'Begins later',
    revoked: 'Ended',
    usedUp: 'Used up',
  },
  {
    pending: 'Onay bekliyor',
    approved: 'Onaylandı',
    scheduled: 'Zamanlandı',
    applied: 'Yürürlüğe girdi',
    rejected: 'Reddedildi',
    expired: 'Süresi doldu',
    conflicted: 'Çakıştı',
    withdrawn: 'Geri çekildi',
    active: 'Yürürlükte',
    upcoming: 'Sonra başlayacak',
    revoked: 'Sonlandırıldı',
    usedUp: 'Hakkı bitti',
  },
)

export const verdictNames = defineMessages<Record<Verdict['verdict'], string>>(
  { approved: 'Approved', refused: 'Refused' },
  { approved: 'Onaylandı', refused: 'Reddedildi' },
)

export const outcomeNames = defineMessages<Record<AuditRecord['outcome'], string>>(
  { success: 'Success', refused: 'Refused', failure: 'Failed', unknown: 'Not known' },
  { success: 'Başarılı', refused: 'Reddedildi', failure: 'Başarısız', unknown: 'Bilinmiyor' },
)

/** The name of a value that may be newer than this page; such a one is shown as it is. */
export function nameOf(names: Readonly<Record<string, string>>, value: string): string {
  return (Object.hasOwn(names, value) && names[value]) || value
}
