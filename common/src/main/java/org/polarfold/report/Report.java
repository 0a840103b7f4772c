package org.polarfold.report;

import java.nio.file.Path;
import org.polarfold.UserException;

/** The page of a run: a pure function of its results.json and run.json. */
public final class Report {

  private Report() {}

  /**
   * Writes one HTML file that needs nothing else, completely or not at all. The same two files give
   * the same page, to the byte.
   *
   * @param resultsJson a results.json of schema {@code polarfold-results/1}; estimates may be
   *     absent
   * @param runJson a run.json of schema {@link RunFacts#SCHEMA}
   * @param reportHtml where the page goes; replaced if it is there
   * @throws UserException where a file is missing, not JSON or of another schema, or the page
   *     cannot be written
   */
  public static void write(Path resultsJson, Path runJson, Path reportHtml) {
    AtomicText.write(reportHtml, page(Results.read(resultsJson), RunFacts.read(runJson)));
  }

  /**
   * A file that is not on a local disk.
   *
   * @param name its place, for messages
   * @param json what it holds
   */
  public record Source(String name, byte[] json) {}

  /**
   * The same page as a text, for a place that is not on a local disk.
   *
   * @throws UserException where a file is not JSON or of another schema
   */
  public static String page(Source resultsJson, Source runJson) {
    return page(Results.of(resultsJson), RunFacts.of(runJson));
  }

  private static String page(Results results, RunFacts run) {
    return PageTemplate.render(Page.of(results, run));
  }
}
