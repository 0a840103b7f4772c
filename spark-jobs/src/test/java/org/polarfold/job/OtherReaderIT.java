package org.polarfold.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polarfold.LocalSpark;
import org.polarfold.ingest.PlantedExports;
import org.polarfold.store.StudyStore;

/**
 * A lake of sites in every format, read by DuckDB, which shares no code with Spark or parquet-mr:
 * every cell of every table is the one that Spark reads, and the columns are those of {@code
 * docs/lake.md}.
 */
final class OtherReaderIT {

  @TempDir static Path folder;

  private static SparkSession spark;
  private static StudyStore store;

  @BeforeAll
  static void ingestOnce() throws IOException {
    PlantedExports.below(folder.resolve("exports"));
    Path key = Files.writeString(folder.resolve("key"), "00112233445566778899aabbccddeeff");
    Path conf = OwnProcess.experiment(folder, "key-file = \"" + key + "\"");
    assertThat(Told.by("ingest", conf.toString()).err()).startsWith("Cannot ingest 11 of the");
    spark = LocalSpark.start();
    store = StudyStore.at(spark, folder.resolve("lake").toString());
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  @Test
  void studiesAreTheSame() throws SQLException {
    assertSame("studies", store.read());
  }

  @Test
  void rejectedRecordsAreTheSame() throws SQLException {
    assertSame("rejected", store.rejected());
  }

  @Test
  void keysAreTheSame() throws SQLException {
    assertSame("keys", store.keys());
  }

  @Test
  void theLedgerCountsWhatTheOtherReaderFinds() throws SQLException {
    SoftAssertions all = new SoftAssertions();
    store
        .ledger()
        .sites()
        .forEach(
            site -> {
              String where = " where site = '" + site.site() + "'";
              all.assertThat(number("select count(*) from " + files("studies") + where))
                  .isEqualTo(site.accepted());
              site.rejectedBy()
                  .forEach(
                      (reason, count) ->
                          all.assertThat(
                                  number(
                                      "select count(*) from "
                                          + files("rejected")
                                          + where
                                          + " and reason = '"
                                          + reason
                                          + "'"))
                              .as(site.site() + " " + reason)
                              .isEqualTo(count));
            });
    all.assertAll();
    assertThat(number("select count(*) from " + files("rejected")))
        .isEqualTo(store.ledger().rejected());
  }

  /** A figure that nobody computed for it: the reserve is stress over rest, place by place. */
  @Test
  void mapsCanBeComputedWith() {
    assertThat(
            number(
                "select count(*) from (select unnest(rest_ml_min_g) r, unnest(stress_ml_min_g) s,"
                    + " unnest(reserve_ratio) f from "
                    + files("studies")
                    + " where rest_ml_min_g is not null and stress_ml_min_g is not null)"
                    + " where abs(s / r - f) <= 1e-5 * f"))
        .isEqualTo(
            2160
                * number(
                    "select count(*) from "
                        + files("studies")
                        + " where rest_ml_min_g is not null and stress_ml_min_g is not null"))
        .isPositive();
  }

  private static String files(String table) {
    return "read_parquet('%s/lake/%s/*/*.parquet', hive_partitioning = true, hive_types ="
            .formatted(folder, table)
        + " {'site': varchar})";
  }

  private static long number(String query) {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(query, e);
    }
  }

  private static void assertSame(String table, Dataset<Row> bySpark) throws SQLException {
    List<String> columns = List.of(bySpark.columns());
    List<String> expected = new ArrayList<>();
    for (Row row : bySpark.collectAsList()) {
      List<String> cells = new ArrayList<>();
      for (int i = 0; i < columns.size(); i++) {
        cells.add(columns.get(i) + "=" + ofSpark(row, i));
      }
      expected.add(String.join("\n", cells));
    }
    List<String> found = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select * from " + files(table))) {
      List<String> names = new ArrayList<>();
      for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
        names.add(rows.getMetaData().getColumnName(i));
      }
      assertThat(names).isEqualTo(columns);
      while (rows.next()) {
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
          cells.add(columns.get(i) + "=" + ofDuckDb(rows.getObject(i + 1)));
        }
        found.add(String.join("\n", cells));
      }
    }
    assertThat(found).hasSizeGreaterThan(10).containsExactlyInAnyOrderElementsOf(expected);
  }

  private static String ofSpark(Row row, int column) {
    if (row.isNullAt(column)) {
      return "null";
    }
    DataType type = row.schema().fields()[column].dataType();
    if (type instanceof MapType) {
      return new TreeMap<>(row.getJavaMap(column)).toString();
    }
    if (type instanceof ArrayType) {
      return row.getList(column).toString();
    }
    return row.get(column) instanceof byte[] bytes
        ? HexFormat.of().formatHex(bytes)
        : String.valueOf(row.get(column));
  }

  private static String ofDuckDb(@Nullable Object cell) throws SQLException {
    if (cell instanceof Map<?, ?> map) {
      return new TreeMap<>(map).toString();
    }
    if (cell instanceof Array values) {
      return Arrays.toString((Object[]) values.getArray());
    }
    if (cell instanceof Blob bytes) {
      return HexFormat.of().formatHex(bytes.getBytes(1, (int) bytes.length()));
    }
    return String.valueOf(cell);
  }
}
