process.stdout.write('concordat\n');
