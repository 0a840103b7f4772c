package org.polarfold.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RejectionReasonTest {

  private static final Pattern CODE = Pattern.compile("`([a-z-]+)`");

  @Test
  void theReasonsAreThoseOfTheDocument() throws IOException {
    String document = Files.readString(Path.of("../docs/site-export.md"));
    List<String> told = new ArrayList<>();
    document
        .substring(document.indexOf("\n## What is checked\n"))
        .lines()
        .filter(line -> line.startsWith("| `"))
        .forEach(
            line -> {
              Matcher code = CODE.matcher(line.substring(0, line.indexOf('|', 1)));
              while (code.find()) {
                told.add(code.group(1));
              }
            });

    assertThat(told)
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(RejectionReason.values()).map(RejectionReason::code).toList());
  }
}
