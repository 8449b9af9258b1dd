import { defineMessages } from '../i18n/messages.ts'

/** Messages of the dialogs that ask for a sign-in or for the password. */
export const sessionMessages = defineMessages(
  {
    signIn: 'Sign in',
    cancel: 'Cancel',
    signInTitle: 'Sign in',
    signInLead: 'To see and to do more than this machine may by itself.',
    signInExpired: 'Your session has ended. Sign in again, and what you were doing goes on.',
    operatorField: 'Operator',
    passwordField: 'Password',
    stepUpTitle: 'Your password once more',
    stepUpLead: 'This change weighs enough to ask who is at the keyboard. It then goes on by itself.',
    confirm: 'Confirm',
    missing: 'Fill this in',
    wrong: 'Operator or password is wrong',
  },
  {
    signIn: 'Oturum aç',
    cancel: 'Vazgeç',
    signInTitle: 'Oturum aç',
    signInLead: 'Bu bilgisayarın tek başına yapabildiğinden fazlasını görmek ve yapmak için.',
    signInExpired: 'Oturumunuz sona erdi. Yeniden oturum açın; kaldığınız işlem sürecek.',
    operatorField: 'Operatör',
    passwordField: 'Parola',
    stepUpTitle: 'Parolanızı bir kez daha girin',
    stepUpLead:
      'Bu değişiklik, klavyenin başında kimin olduğunu sormayı gerektirecek kadar önemli. Ardından kendiliğinden sürer.',
    confirm: 'Onayla',
    missing: 'Burayı doldurun',
    wrong: 'Operatör ya da parola yanlış',
  },
)
