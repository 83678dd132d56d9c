# Builds Tunebench for Windows from a clean clone: an .msi and an .exe in target\installer. Needs
# Maven, a JDK 25 in JAVA_HOME, and the WiX Toolset on the PATH, which jpackage calls.
#
# NOT RUN ON WINDOWS YET. Tested on Linux (installer/test-scripts): that its modules and its jpackage
# options are those of common.sh, which installer/linux runs; by hand, that a PowerShell grammar
# (tree-sitter-powershell 0.26.4) parses it. Untested: the script itself.
$ErrorActionPreference = 'Stop'
Set-Location (Join-Path $PSScriptRoot '..')
$out = 'target\installer'
$version = [regex]::Match((Get-Content pom.xml -Raw), '(?m)^  <version>(.*)</version>').Groups[1].Value
$jdk = $env:JAVA_HOME
if (-not $jdk -or -not (Test-Path "$jdk\bin\jpackage.exe")) {
  Write-Error 'Set JAVA_HOME to a JDK 25, which has jpackage.'
}
function Check { if ($LASTEXITCODE -ne 0) { throw "The last command ended with $LASTEXITCODE." } }

if (Test-Path $out) { Remove-Item -Recurse -Force $out }
New-Item -ItemType Directory -Force "$out\input\assets", "$out\share" | Out-Null
mvn -q -B '-Dmaven.test.skip=true' package dependency:copy-dependencies '-DincludeScope=runtime' "-DoutputDirectory=$out\jars" cyclonedx:makeBom; Check
Move-Item "$out\jars\bom.json" "$out\share\tunebench.cdx.json"
Move-Item "$out\jars\bom.xml" "$out\bom.xml"
Get-ChildItem "$out\jars\javafx-*.jar" | Where-Object { $_.Name -match '[0-9]\.jar$' } | Remove-Item
Copy-Item "$out\jars\*.jar", "target\tunebench-$version.jar" "$out\input"
Copy-Item -Recurse assets\models "$out\input\assets"
Copy-Item -Recurse sample-data "$out\input"
Copy-Item LICENSE "$out\share"
& "$jdk\bin\java" installer\Notices.java "$out\bom.xml" "$out\input" "$out\share\NOTICES.txt"; Check
& "$jdk\bin\java" installer\Icon.java "$out\icons"; Check
Copy-Item -Recurse "$out\share" "$out\input"

$modules = 'java.base,java.compiler,java.desktop,java.instrument,java.management,java.naming,java.net.http,java.rmi,java.scripting,java.security.jgss,java.security.sasl,java.sql,java.transaction.xa,java.xml,jdk.crypto.ec,jdk.httpserver,jdk.jfr,jdk.localedata,jdk.management,jdk.security.auth,jdk.unsupported,jdk.zipfs'
& "$jdk\bin\jlink" --add-modules $modules --include-locales en --strip-debug --no-header-files --no-man-pages --compress zip-6 --output "$out\runtime"; Check

& "$jdk\bin\jpackage" --type app-image --name tunebench --app-version $version --vendor Tunebench `
  --copyright 'Apache License 2.0' --description 'A workbench for fine-tuning language models in five labs' `
  --input "$out\input" --main-jar "tunebench-$version.jar" --main-class tunebench.launch.Main `
  --runtime-image "$out\runtime" --java-options '--enable-native-access=ALL-UNNAMED' --java-options '-Xmx4g' `
  --add-launcher 'tunebench-service=installer\service.properties' `
  --icon "$out\icons\tunebench.ico" --dest "$out\image"; Check

foreach ($type in 'msi', 'exe') {
  & "$jdk\bin\jpackage" --type $type --app-image "$out\image\tunebench" --name tunebench `
    --app-version $version --vendor Tunebench --license-file LICENSE `
    --file-associations installer\gguf.properties --file-associations installer\safetensors.properties `
    --win-menu --win-shortcut-prompt --win-dir-chooser --win-per-user-install --dest $out; Check
}
Get-ChildItem "$out\*.msi", "$out\*.exe"
