package org.polarfold.backbone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An {@code nvidia-smi} that answers what a test has it answer: in the form of the real one's
 * {@code --query-gpu=... --format=csv,noheader}, for the fields that Polarfold asks for.
 */
final class FakeDriver {

  private FakeDriver() {}

  /** A program in a folder that knows GPUs of these compute capabilities. */
  static Path of(Path folder, String... capabilities) throws IOException {
    String known = Arrays.stream(capabilities).collect(Collectors.joining(" "));
    return script(
        folder,
        "known=("
            + known
            + ")\n"
            + """
            one=
            if [ "$1" = -i ]; then one=$2; shift 2; fi
            case $1 in
              --query-gpu=uuid) fields=1 ;;
              --query-gpu=uuid,name,compute_cap) fields=3 ;;
              *) echo "Option $1 is not recognized."; exit 2 ;;
            esac
            shown=
            for i in "${!known[@]}"; do
              [ -z "$one" ] || [ "$one" = "$i" ] || [ "$one" = "GPU-fake-$i" ] || continue
              shown=yes
              if [ $fields = 1 ]; then echo "GPU-fake-$i"; else echo "GPU-fake-$i, Fake $i, ${known[$i]}"; fi
            done
            if [ -z "$shown" ]; then echo "No devices were found"; exit 6; fi
            """);
  }

  /** A program in a folder, of these lines of Bash. */
  static Path script(Path folder, String lines) throws IOException {
    Path program = folder.resolve("nvidia-smi");
    Files.writeString(program, "#!/usr/bin/env bash\n" + lines);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    return program;
  }

  static NvidiaSmi asked(Path program, @Nullable String visible) {
    return new NvidiaSmi(program.toString(), visible, Duration.ofSeconds(20));
  }
}
