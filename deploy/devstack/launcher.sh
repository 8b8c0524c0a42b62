# Shared by deploy/up and deploy/down, which set $root: builds the modules and starts the launcher.
#
# MODELWATCH_LOCAL         another folder than deploy/.local for data, logs and state
# MODELWATCH_SKIP_BUILD=1  takes what is built as it is

readonly MODULES=deploy/devstack,metrics-collector,quality-evaluator,alert-router,log-indexer
readonly STAMP=$root/deploy/devstack/target/built
readonly BUILD_LOG=$root/deploy/devstack/target/build.log

build() {
  mkdir -p "$(dirname "$STAMP")"
  touch "$STAMP.started"
  echo "building; the first time fetches what is needed (everything is in deploy/devstack/target/build.log)"
  local line start=$SECONDS
  if ! "$root/mvnw" -B -f "$root/pom.xml" -pl "$MODULES" -am package -DskipTests -Dspotless.check.skip -Djacoco.skip 2>&1 \
    | tee "$BUILD_LOG" \
    | while IFS= read -r line; do
        if [[ $line =~ ^\[INFO\]\ Building\ ([^ ]+)\ .*\[([0-9]+)/([0-9]+)\]$ ]]; then
          printf '  [%3d s] %s (%s of %s)\n' $((SECONDS - start)) "${BASH_REMATCH[1]}" "${BASH_REMATCH[2]}" "${BASH_REMATCH[3]}"
        fi
      done; then
    grep -E '^\[ERROR\]' "$BUILD_LOG" | head -20 >&2 || tail -20 "$BUILD_LOG" >&2
    echo "deploy/up: the build failed; all it said is in $BUILD_LOG" >&2
    exit 1
  fi
  mv "$STAMP.started" "$STAMP"
}

build_if_changed() {
  [ "${MODELWATCH_SKIP_BUILD:-}" != 1 ] || return 0
  if [ ! -f "$STAMP" ] || [ -n "$(cd "$root" && find pom.xml libs deploy/devstack metrics-collector quality-evaluator \
    alert-router log-indexer -name target -prune -o -type f -newer "$STAMP" -print -quit)" ]; then
    build
  fi
}

launch() {
  local java_home
  java_home=$("$root/mvnw" --print-java-home)
  exec "$java_home/bin/java" -Xmx256m "-Dmodelwatch.root=$root" "-Dmodelwatch.local=${MODELWATCH_LOCAL:-}" \
    -cp "$root/deploy/devstack/target/classes:$root/deploy/devstack/target/lib/*" io.modelwatch.devstack.launch.Main "$@"
}
