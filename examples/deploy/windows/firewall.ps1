#Requires -RunAsAdministrator
<#
.SYNOPSIS
  Blocks the ports of executor-lite (4010) and of the proxy (3003) from outside this machine.
.DESCRIPTION
  Both services bind 127.0.0.1 only, and that is what keeps others out. These rules are a second barrier, in case a
  service is bound to 0.0.0.0. Windows does not filter loopback, so the services themselves go on working. A block rule wins over
  any rule that allows. Running it again changes nothing. Not tried by the tests of this kit, which run on Linux.
.EXAMPLE
  .\firewall.ps1 -WhatIf
.EXAMPLE
  .\firewall.ps1 -Remove
#>
[CmdletBinding(SupportsShouldProcess)]
param([switch]$Remove)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

$rules = @(
  @{ Name = 'Tezgah-Block-4010'; DisplayName = 'Tezgah: executor-lite, not from outside'; LocalPort = 4010 }
  @{ Name = 'Tezgah-Block-3003'; DisplayName = 'Tezgah: proxy, not from outside'; LocalPort = 3003 }
)

foreach ($rule in $rules) {
  $existing = Get-NetFirewallRule -Name $rule.Name -ErrorAction SilentlyContinue
  if ($Remove) {
    if ($existing -and $PSCmdlet.ShouldProcess($rule.Name, 'Remove')) { Remove-NetFirewallRule -Name $rule.Name }
    continue
  }
  $settings = @{ Direction = 'Inbound'; Action = 'Block'; Protocol = 'TCP'; LocalPort = $rule.LocalPort; Profile = 'Any'; Enabled = 'True' }
  if ($existing) {
    # Set again when it exists: it may have been switched off, or its port changed.
    if ($PSCmdlet.ShouldProcess($rule.Name, 'Set')) { Set-NetFirewallRule -Name $rule.Name @settings }
  }
  elseif ($PSCmdlet.ShouldProcess($rule.Name, 'Create')) {
    New-NetFirewallRule -Name $rule.Name -DisplayName $rule.DisplayName @settings | Out-Null
  }
}
