package org.polarfold.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.polarfold.LocalSpark;

/** Parquet predictions through the real main. */
final class EvaluateTableIT {

  private static final String ROWS =
      "select 'someone-' || id patient, 'site-' || id % 2 site, arm, 't' target, 'm' model,"
          + " id div 2 % 2 label, pmod(id * 7, 11) / 11 score"
          + " from range(40) cross join (select explode(array('external', 'internal')) arm)";

  @TempDir Path folder;

  private Path parquet(String sql) {
    Path file = folder.resolve("p.parquet");
    try (SparkSession spark = LocalSpark.start()) {
      spark.sql(sql).coalesce(1).write().parquet(file.toString());
    }
    return file;
  }

  private Told evaluate(Path file) {
    return Told.by(
        "evaluate", "--predictions", file.toString(), "--out", folder.resolve("out").toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'someone-3', 'site-1', 'internal', 'u', 'm', 1, 1.7 | column score: value 1.7",
        "'someone-3', 'site-1', 'internal', 'u', 'm', 2, 0.7 | column label: value 2",
        "'someone-3', null, 'internal', 'u', 'm', 1, 0.7     | Invalid site name",
        "'someone-3', 'site-0', 'internal', 'u', 'm', 1, 0.7 | column site: value \"site-0\"",
        "'someone-3', 'site-1', 'internal', 't', 'n', 0, 0.7 | column label: value 0",
      })
  void aBadRowIsOneLineAndNothingIsWritten(String row, String told) {
    Path file = parquet(ROWS + " union all select " + row.strip());

    Told refused = evaluate(file);

    assertThat(refused.err()).startsWith("Invalid predictions: " + file).contains(told);
    assertThat(refused.err().lines()).hasSize(1);
    assertThat(refused.err()).contains(".parquet:81").doesNotContain("someone");
    assertThat(refused.out()).isEmpty();
    assertThat(refused.status()).isEqualTo(2);
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void anEmptyFileAmongThoseOfATableIsNotPassedOver() throws IOException {
    Path table = parquet(ROWS);
    Files.createFile(table.resolve("part-00001.parquet"));

    Told refused = evaluate(table);

    assertThat(refused.err().strip())
        .isEqualTo(
            "Cannot read file:"
                + table.resolve("part-00001.parquet")
                + " (expected Parquet, whole to its last byte)");
    assertThat(refused.status()).isEqualTo(2);
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void aTableIsEvaluatedAsTheSameRowsInCsv() throws IOException {
    Path file = parquet(ROWS);
    StringBuilder rows = new StringBuilder("patient,site,arm,target,model,label,score\n");
    for (int id = 0; id < 40; id++) {
      for (String arm : new String[] {"external", "internal"}) {
        rows.append("someone-%d,site-%d,%s,t,m,%d,".formatted(id, id % 2, arm, id / 2 % 2))
            .append(id * 7 % 11 / 11.0)
            .append('\n');
      }
    }
    Path csv = Files.writeString(folder.resolve("p.csv"), rows);

    Told ofTable = evaluate(file);
    String results = Files.readString(folder.resolve("out/results.json"));
    Told ofCsv = evaluate(csv);

    assertThat(ofTable.status()).as(ofTable.err()).isZero();
    assertThat(ofCsv.out()).isEqualTo(ofTable.out());
    assertThat(targets(Files.readString(folder.resolve("out/results.json"))))
        .isEqualTo(targets(results));
  }

  private static String targets(String results) {
    return results.substring(results.indexOf("\"counts\""));
  }
}
