# shellcheck shell=bash
# Shared by linux and macos: from a clean clone to an app image. Meant to be sourced, in the
# repository's root. Needs Maven and a JDK 25.

out=target/installer
version=$(sed -n 's:^  <version>\(.*\)</version>$:\1:p' pom.xml)

# Everything on the class path is a plain jar, so jlink cannot tell what it needs; the list is kept
# by hand. installer/test-linux runs what was built with it.
modules=java.base,java.compiler,java.desktop,java.instrument,java.management,java.naming
modules=$modules,java.net.http,java.rmi,java.scripting,java.security.jgss,java.security.sasl
modules=$modules,java.sql,java.transaction.xa,java.xml,jdk.crypto.ec,jdk.httpserver,jdk.jfr
modules=$modules,jdk.localedata,jdk.management,jdk.security.auth,jdk.unsupported,jdk.zipfs

say() { printf '\n== %s\n' "$*"; }

# The JDK 25 whose tools are used: JAVA_HOME's, or one where systems keep them.
find_jdk() {
  for jdk in "${JAVA_HOME:-/nowhere}" /usr/lib/jvm/*25* /Library/Java/JavaVirtualMachines/*25*/Contents/Home; do
    if [ -x "$jdk/bin/jpackage" ] && grep -q '^JAVA_VERSION="25' "$jdk/release" 2>/dev/null; then
      return
    fi
  done
  echo "No JDK 25 with jpackage was found; install one, or set JAVA_HOME to it." >&2
  exit 2
}

# Jars, sample model and sample data into $out/input; bill of materials and notices into $out/share.
collect() {
  say "Compiling and collecting jars"
  rm -rf "$out"
  mkdir -p "$out/input/assets" "$out/share"
  ${MVN:-mvn} -q -B -Dmaven.test.skip=true package \
    dependency:copy-dependencies -DincludeScope=runtime "-DoutputDirectory=$out/jars" \
    cyclonedx:makeBom
  # The same property names the folder for the bill of materials.
  mv "$out/jars/bom.json" "$out/share/tunebench.cdx.json"
  mv "$out/jars/bom.xml" "$out/bom.xml"
  # JavaFX publishes an empty jar beside each that holds something.
  rm -f "$out"/jars/javafx-*[0-9].jar
  cp "$out"/jars/*.jar "target/tunebench-$version.jar" "$out/input/"
  cp -R assets/models "$out/input/assets/"
  cp -R sample-data "$out/input/"
  cp LICENSE "$out/share/"
  "$jdk/bin/java" installer/Notices.java "$out/bom.xml" "$out/input" "$out/share/NOTICES.txt"
  "$jdk/bin/java" installer/Icon.java "$out/icons"
}

runtime() {
  say "Linking the Java runtime"
  # bin/java stays: the window starts the service with it.
  "$jdk/bin/jlink" --add-modules "$modules" --include-locales en --strip-debug --no-header-files \
    --no-man-pages --compress zip-6 --output "$out/runtime"
}

# The image with both launchers; arguments: further ones for jpackage.
image() {
  say "Making the app image"
  "$jdk/bin/jpackage" --type app-image --name tunebench --app-version "${app_version:-$version}" \
    --vendor Tunebench --copyright "Apache License 2.0" \
    --description "A workbench for fine-tuning language models in five labs" \
    --input "$out/input" --main-jar "tunebench-$version.jar" \
    --main-class tunebench.launch.Main --runtime-image "$out/runtime" \
    --java-options --enable-native-access=ALL-UNNAMED --java-options -Xmx4g \
    --add-launcher tunebench-service=installer/service.properties \
    --dest "$out/image" "$@"
}
