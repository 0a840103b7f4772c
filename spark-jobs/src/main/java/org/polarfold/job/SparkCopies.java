package org.polarfold.job;

import static org.apache.spark.sql.functions.col;

import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * What Spark does by itself with the files of {@link BenchExports}: nothing is checked, nobody is
 * pseudonymised, no grid becomes another.
 *
 * @param spark the session
 * @param out where to
 */
record SparkCopies(SparkSession spark, Path out) {

  /** Tables in, the same bytes out, line by line. */
  void lines(Path exports) {
    spark.sparkContext().textFile(exports + "/*/*.csv", 1).saveAsTextFile(out.toString());
  }

  /** Whole files into Parquet. */
  void files(Path exports) {
    spark
        .read()
        .format("binaryFile")
        .option("recursiveFileLookup", true)
        .load(exports.toString())
        .select(new Column[] {col("path"), col("content")})
        .write()
        .parquet(out.toString());
  }

  /** Tables through Spark's own reader into typed columns of Parquet. */
  void columns(List<Path> tables) {
    StructType schema =
        new StructType().add("pid", DataTypes.StringType).add("phase", DataTypes.StringType);
    for (int i = 0; i < BenchExports.SIZE; i++) {
      schema = schema.add("v" + i, DataTypes.FloatType);
    }
    spark
        .read()
        .schema(schema)
        .option("header", true)
        .option("sep", ";")
        .option("maxColumns", schema.size())
        .csv(tables.stream().map(Path::toString).toArray(String[]::new))
        .write()
        .parquet(out.toString());
  }
}
