import type { Language } from '../../../state/language.ts'

/** What each action is called in words; one that is not here is shown as it is recorded. */
const NAMES: Readonly<Record<string, readonly [en: string, tr: string]>> = {
  'backtest.start': ['Backtest started', 'Geriye dönük test başlatıldı'],
  'backtest.finish': ['Backtest ended', 'Geriye dönük test bitti'],
  'backtest.cancel': ['Backtest cancelled', 'Geriye dönük test iptal edildi'],
  'dataset.add': ['Dataset added', 'Veri kümesi eklendi'],
  'auth.failed': ['Sign-in refused', 'Kimlik doğrulanamadı'],
  'auth.alarm': ['Many sign-ins refused', 'Çok sayıda başarısız giriş'],
  'rate.limited': ['Too many requests', 'İstek sınırı aşıldı'],
  'audit.key-made': ['Signing key made', 'İmza anahtarı oluşturuldu'],
  'guardrails.initialised': ['Guardrails set up', 'Koruma kuralları kuruldu'],
  'guardrail.verdict': ['Guardrail verdict', 'Koruma kuralı kararı'],
  'gate.proposed': ['Change proposed', 'Değişiklik önerildi'],
  'gate.amended': ['Proposal amended', 'Öneri değiştirildi'],
  'gate.approved': ['Proposal approved', 'Öneri onaylandı'],
  'gate.rejected': ['Proposal rejected', 'Öneri reddedildi'],
  'gate.scheduled': ['Proposal scheduled', 'Öneri zamanlandı'],
  'gate.applied': ['Change put into force', 'Değişiklik yürürlüğe girdi'],
  'gate.appliedInEmergency': ['Change put into force alone', 'Değişiklik tek kişiyle yürürlüğe girdi'],
  'gate.withdrawn': ['Proposal withdrawn', 'Öneri geri çekildi'],
  'gate.expired': ['Proposal expired', 'Önerinin süresi doldu'],
  'gate.conflicted': ['Proposal overtaken by another', 'Öneri başka bir değişiklikle çakıştı'],
  'override.requested': ['Override asked for', 'İstisna istendi'],
  'override.approved': ['Override approved', 'İstisna onaylandı'],
  'override.rejected': ['Override rejected', 'İstisna reddedildi'],
  'override.expired': ['Override expired', 'İstisnanın süresi doldu'],
  'trading.halted': ['Kill switch: halted', 'Acil durdurma: durduruldu'],
  'trading.reducing': ['Kill switch: reducing only', 'Acil durdurma: yalnızca azaltma'],
  'trading.trippedAgain': ['Kill switch used again', 'Acil durdurma yeniden kullanıldı'],
  'trading.rearmRequested': ['Re-arm asked for', 'Yeniden açma istendi'],
  'trading.rearmWithdrawn': ['Re-arm withdrawn', 'Yeniden açma isteği geri çekildi'],
  'trading.rearmed': ['Trading re-armed', 'İşlemler yeniden açıldı'],
  'proposal.created': ['Change proposed', 'Değişiklik önerildi'],
  'proposal.withdrawn': ['Proposal withdrawn', 'Öneri geri çekildi'],
  'proposal.expired': ['Proposal expired', 'Önerinin süresi doldu'],
  'proposal.applied': ['Proposal applied', 'Öneri uygulandı'],
  'approval.granted': ['Approval given', 'Onay verildi'],
  'approval.refused': ['Approval refused', 'Onay reddedildi'],
  'approval.revoked': ['Approval revoked', 'Onay geri alındı'],
  'override.granted': ['Override granted', 'İstisna verildi'],
  'override.used': ['Override used', 'İstisna kullanıldı'],
  'override.revoked': ['Override revoked', 'İstisna kaldırıldı'],
  'order.placed': ['Order placed', 'Emir verildi'],
  'order.changed': ['Order changed', 'Emir değiştirildi'],
  'order.cancelled': ['Order cancelled', 'Emir iptal edildi'],
  'order.refused': ['Order refused', 'Emir reddedildi'],
  'order.unknown': ['Order state unknown', 'Emrin durumu bilinmiyor'],
  fill: ['Order filled', 'Emir gerçekleşti'],
  kill: ['Trading halted', 'İşlemler durduruldu'],
  rearm: ['Trading re-armed', 'İşlemler yeniden açıldı'],
  'config.change': ['Setting changed', 'Ayar değiştirildi'],
  'log.segment_opened': ['Log file opened', 'Kayıt dosyası açıldı'],
  'log.segment_sealed': ['Log file sealed', 'Kayıt dosyası mühürlendi'],
  'log.segments_pruned': ['Old log files removed', 'Eski kayıt dosyaları silindi'],
  'log.recovered_tail': ['Log repaired after a crash', 'Kayıt çökmeden sonra onarıldı'],
  'log.key_rotated': ['Signing key changed', 'İmza anahtarı değişti'],
}

export const KNOWN_ACTIONS: readonly string[] = Object.keys(NAMES)

/** The words for an action, or `null` where there are none. */
export function actionName(action: string, language: Language): string | null {
  const names = Object.hasOwn(NAMES, action) ? NAMES[action] : undefined
  return names === undefined ? null : names[language === 'tr' ? 1 : 0]
}
