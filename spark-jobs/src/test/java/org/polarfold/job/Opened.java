package org.polarfold.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Pages that must be right wherever they are opened. */
final class Opened implements AutoCloseable {

  /** Of a run's report. */
  static final List<String> REPORT =
      List.of("answer", "primary", "all", "maps", "cohort", "missing", "limits", "provenance");

  private final @Nullable Browser browser;

  Opened() {
    this(null);
  }

  private Opened(@Nullable Browser browser) {
    this.browser = browser;
  }

  /** Starts a browser, or has the tests skipped where there is none. */
  static Opened start(Path folder) throws IOException {
    Optional<Path> program = Browser.installed();
    assumeTrue(program.isPresent(), "no chromium or google-chrome on the path");
    return new Opened(
        Browser.start(program.orElseThrow(), Files.createTempDirectory(folder, "profile")));
  }

  /**
   * A page at the width of a desk and of a telephone, the latter dark; each is looked through.
   *
   * @param sections that it must have, in this order
   */
  List<Browser.Page> atAllWidths(Path file, List<String> sections) throws IOException {
    if (browser == null) {
      throw new IllegalStateException("no browser");
    }
    List<Browser.Page> pages = new ArrayList<>();
    for (int width : new int[] {1440, 390}) {
      Browser.Page page = browser.open(file, width, width < 600);
      assertThat(page.requests()).as("requests").containsExactly(file.toUri().toString());
      assertThat(page.complaints()).as("console").isEmpty();
      assertThat(page.sections()).as("sections").containsSubsequence(sections);
      for (String seen : List.of(page.text(), page.names())) {
        assertThat(seen).doesNotContain("NaN", "Infinity", "undefined", "${page");
        assertThat(seen).doesNotContainPattern("\\bnull\\b");
      }
      assertThat(page.overflow()).as("wider than the window of " + width + " pixels").isZero();
      pages.add(page);
    }
    return pages;
  }

  @Override
  public void close() {
    if (browser != null) {
      browser.close();
    }
  }
}
