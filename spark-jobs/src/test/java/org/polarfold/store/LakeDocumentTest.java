package org.polarfold.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

/** That {@code docs/lake.md} lists the columns of every table as they are. */
class LakeDocumentTest {

  private static final Pattern NAME = Pattern.compile("`([^`]+)`");

  private static final String DOCUMENT = read();

  private static String read() {
    try {
      return Files.readString(Path.of("../docs/lake.md"));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** The cells of the rows of a section's first table. */
  private static List<String[]> table(String section) {
    List<String[]> rows = new ArrayList<>();
    String from = DOCUMENT.substring(DOCUMENT.indexOf("\n## `" + section + "/`\n") + 1);
    for (String line : from.substring(0, from.indexOf("\n## ")).split("\n", -1)) {
      if (line.startsWith("|")) {
        rows.add(line.substring(1, line.length() - 1).split("\\|", -1));
      }
    }
    // The header and the line below it.
    return rows.subList(2, rows.size());
  }

  private static DataType type(String told) {
    return switch (told.replaceAll(":.*", "").strip()) {
      case "text" -> DataTypes.StringType;
      case "double" -> DataTypes.DoubleType;
      case "date" -> DataTypes.DateType;
      case "int" -> DataTypes.IntegerType;
      case "long" -> DataTypes.LongType;
      case "boolean" -> DataTypes.BooleanType;
      case "binary" -> DataTypes.BinaryType;
      case "map of text to int" ->
          DataTypes.createMapType(DataTypes.StringType, DataTypes.IntegerType, false);
      case "17 doubles" -> DataTypes.createArrayType(DataTypes.DoubleType, false);
      case "2,160 floats" -> DataTypes.createArrayType(DataTypes.FloatType, false);
      default -> throw new IllegalArgumentException("No such type: " + told);
    };
  }

  /**
   * The columns that a section tells of; a cell of types has one for all names or one for each.
   *
   * @param nullIn which cell says when it is null, "never" where never; -1 where no column ever is
   */
  private static StructType told(String section, int nullIn) {
    StructType schema = new StructType();
    for (String[] row : table(section)) {
      String[] types = row[1].split(",(?=\\s)", -1);
      int of = 0;
      Matcher name = NAME.matcher(row[0]);
      while (name.find()) {
        boolean nullable = nullIn >= 0 && !row[nullIn].strip().equals("never");
        schema = schema.add(name.group(1), type(types[Math.min(of, types.length - 1)]), nullable);
        of++;
      }
    }
    return schema;
  }

  @Test
  void theColumnsOfStudiesAreThoseOfTheDocument() {
    assertThat(told("studies", 4).treeString()).isEqualTo(StudyCodec.schema().treeString());
  }

  @Test
  void theColumnsOfRejectedAreThoseOfTheDocument() {
    assertThat(table("rejected")).allMatch(row -> row[2].strip().endsWith("; never null"));
    assertThat(told("rejected", -1).treeString())
        .isEqualTo(StudyStore.REJECTED_SCHEMA.treeString());
  }

  @Test
  void theColumnsOfKeysAreThoseOfTheDocument() {
    assertThat(DOCUMENT.replace('\n', ' ')).contains("No column is ever null.  | column | type |");
    assertThat(told("keys", -1).treeString()).isEqualTo(StudyStore.KEYS_SCHEMA.treeString());
  }

  @Test
  void theVersionIsThatOfTheDocument() {
    assertThat(DOCUMENT).contains("\nSchema version " + StudyWriter.SCHEMA_VERSION + ". ");
    assertThat(IngestLedger.SCHEMA).endsWith("/" + StudyWriter.SCHEMA_VERSION);
  }
}
