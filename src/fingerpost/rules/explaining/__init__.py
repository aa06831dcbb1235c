"""Why a result is as it is: reasons, what is missing, and the working of an amount."""
