package org.polarfold.report;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.polarfold.UserException;

/** The page of two runs side by side: a pure function of a compare.json. */
public final class ComparisonReport {

  /** The value of the key {@code schema}. */
  public static final String SCHEMA = "polarfold-comparison/1";

  private static final ObjectMapper JSON = new ObjectMapper();

  private ComparisonReport() {}

  /**
   * One HTML file that needs nothing else.
   *
   * @param comparison a compare.json
   * @throws UserException where it is not JSON, or of another schema
   */
  public static String page(Report.Source comparison) {
    ComparisonPage page =
        ComparisonPage.of(JsonDocument.of(comparison, SCHEMA, "./run compare").root());
    return PageTemplate.render(
        ComparisonReport.class,
        "comparison.ftlh",
        Map.of("page", JSON.convertValue(page, new TypeReference<Map<String, Object>>() {})));
  }
}
